// The story that node-twitter-api-v2 and oauth-1.0a tell at a sandbox; one line of JSON at the end.
const crypto = require("crypto");
const http = require("http");
const { TwitterApi } = require("./here.cjs");
const OAuth = require("oauth-1.0a");
const [base, key, secret, approvePath] = process.argv.slice(2);

function asked(url, method, headers) {
  return new Promise((resolve, reject) => {
    const sent = http.request(url, { method, headers }, (answer) => {
      let text = "";
      answer.on("data", (part) => (text += part));
      answer.on("end", () => resolve({ status: answer.statusCode, text }));
    });
    sent.on("error", reject);
    sent.end();
  });
}

async function main() {
  const told = {};
  const app = new TwitterApi({ appKey: key, appSecret: secret });
  const link = await app.generateAuthLink("oob");
  const pin = (await asked(`${approvePath}?${link.oauth_token}`, "GET", {})).text;
  const first = new TwitterApi({
    appKey: key, appSecret: secret, accessToken: link.oauth_token, accessSecret: link.oauth_token_secret,
  });
  const { client, accessToken, accessSecret, screenName } = await first.login(pin);
  told.name = screenName;
  const picture = Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), crypto.randomBytes(3000)]);
  const media = await client.v2.uploadMedia(picture, { media_type: "image/png", media_category: "tweet_image" });
  await client.v2.createMediaMetadata(media, { alt_text: { text: "A picture" } });
  const text = "From node: 50% off, naïve & “quoted” ☃ ~ * ( )";
  const posted = await client.v2.tweet(text, { media: { media_ids: [media] } });
  told.posted = posted.data.id;
  const me = await client.v2.me();
  const timeline = await client.v2.userTimeline(me.data.id, { max_results: 5, "tweet.fields": ["created_at"] });
  told.newest = timeline.tweets[0].id;
  const found = await client.v2.search("from:grace", { max_results: 10 });
  told.found = found.tweets.length;
  try {
    await client.v2.tweet(text, { media: { media_ids: ["1"] } });
  } catch (error) {
    told.refused = [error.code, error.data.errors[0].message];
  }
  const signer = OAuth({
    consumer: { key, secret },
    signature_method: "HMAC-SHA1",
    hash_function: (string, hashKey) => crypto.createHmac("sha1", hashKey).update(string).digest("base64"),
  });
  const url = `${base}/2/users/me?user.fields=created_at%2Cdescription`;
  const authorization = signer.toHeader(signer.authorize({ url, method: "GET" }, { key: accessToken, secret: accessSecret }));
  const answer = await asked(url, "GET", { ...authorization });
  told.plain = [answer.status, JSON.parse(answer.text).data.username];
  console.log(JSON.stringify(told));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
