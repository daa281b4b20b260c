// node-twitter-api-v2, unmodified but for the host: plain http, and the sandbox's address in the place of X's.
const http = require("http");
const https = require("https");

const base = process.argv[2];
https.request = (options, callback) => http.request({ ...options, protocol: "http:", agent: undefined }, callback); // the one change: plain http
const prefixes = require(require.resolve("twitter-api-v2").replace("index.js", "globals.js"));
for (const name of Object.keys(prefixes)) {
  if (typeof prefixes[name] === "string") prefixes[name] = prefixes[name].replace(/^https:\/\/[a-z.-]+/, base); // and host
}
const { TwitterApi } = require("twitter-api-v2");
const handler = require(require.resolve("twitter-api-v2").replace("index.js", "client-mixins/request-handler.helper.js"));
handler.default.prototype.isFormEncodedEndpoint = function () {
  return this.requestData.url.href.startsWith(`${base}/oauth/`);
};
const { post } = TwitterApi.prototype;
TwitterApi.prototype.post = function (url, ...more) {
  return post.call(this, url.replace("https://api.x.com", base), ...more); // the sign-in has it written out
};
module.exports = { TwitterApi };
