// The SCORM player: gives the frame the run-time's API, and shows what goes over it.
const settings = JSON.parse(document.getElementById("settings").textContent);
const old = settings.version === "1.2";
const names = old
  ? ["LMSInitialize", "LMSFinish", "LMSGetValue", "LMSSetValue", "LMSCommit", "LMSGetLastError", "LMSGetErrorString", "LMSGetDiagnostic"]
  : ["Initialize", "Terminate", "GetValue", "SetValue", "Commit", "GetLastError", "GetErrorString", "GetDiagnostic"];
const shown = 40;
const list = document.getElementById("calls");
const words = document.querySelector(".panel dl").dataset;
const seen = {};
let errors = 0;
let count = 0;
let stopped = false;

// What a page that leaves says at last must not come after the wish to begin anew.
document.getElementById("restart").addEventListener("submit", () => (stopped = true));
// A page taken back from the browser's memory has ended its session: make a new one.
addEventListener("pageshow", (event) => event.persisted && location.reload());
play();

async function play() {
  const start = await (await fetch(settings.start)).json();
  Object.assign(seen, start);
  window[old ? "API" : "API_1484_11"] = watched(makeRuntime(start));
  show();
  document.querySelector("iframe").src = settings.page;
}

function makeRuntime(start) {
  const options = {
    autocommit: false,
    lmsCommitUrl: settings.commit,
    dataCommitFormat: "flattened",
    logLevel: 5,
    mastery_override: false,
  };
  const made = old ? new window.Scorm12API(options) : new window.Scorm2004API(options);
  made.loadFromFlattenedJSON(start);
  return made;
}

function watched(api) {
  const surface = {};
  for (const name of names) {
    surface[name] = (...given) => {
      if (stopped) return name.endsWith("LastError") ? "0" : "true";
      const answer = api[name](...given);
      note(api, name, given, answer);
      return answer;
    };
  }
  if (!old) surface.version = "1.0";
  return surface;
}

function note(api, name, given, answer) {
  if (/LastError|ErrorString|Diagnostic/.test(name)) return;
  const code = String(old ? api.LMSGetLastError() : api.GetLastError());
  // An element that was never set is asked for by good packages too; it is no error of theirs.
  const wrong = code !== "0" && !(code === "403" && name === "GetValue");
  if (wrong) errors += 1;
  if (/SetValue/.test(name) && code === "0") seen[given[0]] = String(given[1]);
  if (/Commit|Finish|Terminate/.test(name) && String(answer) === "true") told("saved", time());
  write(name, given, answer, wrong ? code : "");
  show();
}

function write(name, given, answer, code) {
  if (count === 0) list.replaceChildren();
  count += 1;
  const line = document.createElement("li");
  const text = given.map((value) => brief(String(value))).join(", ");
  line.textContent = `${time()} ${name}(${text}) → ${brief(String(answer))}${code && ` ⚠ ${code}`}`;
  if (code) line.className = "wrong";
  list.prepend(line);
  while (list.children.length > shown) list.lastChild.remove();
}

function show() {
  const part = old ? "cmi.core." : "cmi.";
  told("entry", seen[`${part}entry`] || "—");
  told("status", seen[old ? "cmi.core.lesson_status" : "cmi.completion_status"]);
  told("success", seen["cmi.success_status"]);
  told("score", seen[`${part}score.raw`] ?? seen["cmi.score.scaled"]);
  told("progress", seen["cmi.progress_measure"]);
  told("session", seen[`${part}session_time`]);
  told("total", seen[`${part}total_time`]);
  told("suspend", words.characters.replace("#", String((seen["cmi.suspend_data"] ?? "").length)));
  told("errors", String(errors));
}

function told(name, value) {
  document.getElementById(`told-${name}`).textContent = value || words.none;
}

function brief(text) {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function time() {
  return new Date().toLocaleTimeString("nl-BE");
}
