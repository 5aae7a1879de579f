/** The same as check.py in another world: Node, with `jose` for the signature and `ajv` for the shape.
 *
 *     node check.mjs BADGE ISSUER-ROOT SCHEMA      (beside its node_modules)
 */
import { readFile } from "node:fs/promises";
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import Ajv2019 from "ajv/dist/2019.js";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const [badge, root, schema] = process.argv.slice(2);
console.log(await said());

async function said() {
  const token = (await readFile(badge, "ascii")).trim();
  const keys = createRemoteJWKSet(new URL(`${root}/attests/keys.json`));
  let payload;
  try {
    const { kid } = decodeProtectedHeader(token);
    if (!kid?.startsWith(`${root}/attests/keys/`)) return "the header names a key of somebody else";
    ({ payload } = await jwtVerify(token, keys, { algorithms: ["RS256"], issuer: `${root}/attests/issuer`, typ: "JWT" }));
  } catch (problem) {
    return `the signature is not good (${problem.code ?? problem.name})`;
  }
  const schemas = [[Ajv2020, schema]];
  if (process.env.OPEN_BADGES_SCHEMA) schemas.push([Ajv2019, process.env.OPEN_BADGES_SCHEMA]);
  for (const [Ajv, path] of schemas) {
    const ajv = addFormats(new Ajv({ strict: false }));
    const fits = ajv.compile(JSON.parse(await readFile(path, "utf8")));
    if (!fits(payload)) return `not the shape of a credential: ${ajv.errorsText(fits.errors)}`;
  }
  const { revokedCredential } = await (await fetch(payload.credentialStatus.id)).json();
  return revokedCredential.some(({ id, revoked }) => id === payload.id && revoked !== false) ? "revoked" : "valid";
}
