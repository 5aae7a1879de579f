// A tool as ltijs' guide makes one, with its state in SQLite by its own Sequelize plug-in.
const lti = require("ltijs").Provider;
const Database = require("ltijs-sequelize");

const options = { dialect: "sqlite", storage: process.env.DATABASE, logging: false };
const database = new Database("lti", "", "", options);
lti.setup("a key for the benchmark, of fair length", { plugin: database }, {
  appRoute: "/", loginRoute: "/login", cookies: { secure: false, sameSite: "" }, devMode: false,
});
lti.onConnect((token, request, response) => response.send(`<!doctype html><p>${token.user}</p>`));

(async () => {
  await lti.deploy({ serverless: true });
  for (const tenant of JSON.parse(process.env.TENANTS)) await lti.registerPlatform(tenant);
  lti.app.listen(Number(process.env.PORT), "127.0.0.1");
})();
