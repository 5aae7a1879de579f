/**
 * Tells the platform that its registration window may close, when the administrator has read what comes next.
 *
 * Only the platform's own origins hear it: https://www.imsglobal.org/spec/lti-dr/v1p0#closing-the-registration
 */
const origins = JSON.parse(document.getElementById("wegwijs-origins").textContent);
const button = document.getElementById("close");
const above = window.opener ?? (window.parent === window ? null : window.parent);

button.hidden = !above;
button.addEventListener("click", () => {
  for (const origin of origins) above.postMessage({ subject: "org.imsglobal.lti.close" }, origin);
});
