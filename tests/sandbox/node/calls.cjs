// Calls of node-twitter-api-v2's client of API v2, as standard input lists them: a line of JSON for each.
const { TwitterApi } = require("./here.cjs");

const asked = JSON.parse(require("fs").readFileSync(0, "utf8"));
const client = new TwitterApi(asked.keys).v2;

function gist(answer) {
  if (answer && answer._realData) answer = answer._realData; // a page that can be turned
  if (Array.isArray(answer)) return answer.length ? "answers" : "";
  const there = answer && (answer.data !== undefined || (answer.meta && answer.meta.result_count === 0) || typeof answer === "string");
  return there ? "answers" : JSON.stringify(answer);
}

async function main() {
  for (const [name, method, given] of asked.calls) {
    let told;
    try {
      told = gist(await client[method](...given));
    } catch (error) {
      const said = error.data && (error.data.detail || (error.data.errors && error.data.errors[0].message));
      told = `${error.code || ""} ${said || error.message}`;
    }
    console.log(JSON.stringify([name, told]));
  }
  const names = new Set();
  for (let one = client; one && one !== Object.prototype; one = Object.getPrototypeOf(one)) {
    for (const name of Object.getOwnPropertyNames(one)) {
      const found = Object.getOwnPropertyDescriptor(one, name);
      if (typeof found.value === "function") names.add(name);
    }
  }
  console.log(JSON.stringify(["its methods", [...names].sort()]));
  process.exit(0);
}

main();
