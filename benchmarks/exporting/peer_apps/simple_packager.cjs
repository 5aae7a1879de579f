// Wraps folders of finished pages as SCORM packages, one after the other, as simple-scorm-packager's README has it.
// node simple_packager.cjs OUT VERSION:FOLDER…
const path = require("node:path");
const packager = require("simple-scorm-packager");

const [outputFolder, ...jobs] = process.argv.slice(2);

(async () => {
  for (const job of jobs) {
    const [version, source] = [job.slice(0, job.indexOf(":")), job.slice(job.indexOf(":") + 1)];
    const title = `${path.basename(source)}-${version.replace(/\W/g, "")}`;
    await new Promise((done) =>
      packager(
        { version, title, organization: "Benchmark", language: "en", startingPage: "index.html", source, package: { version: "1.0.0", zip: true, outputFolder } },
        done,
      ),
    );
  }
})();
