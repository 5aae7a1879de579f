/** The host of a SCORM 2004 package, written for the 4th edition. https://adlnet.gov/projects/scorm-2004-4th-edition/ (Run-Time Environment, 4.2). */
import { dateTime, period } from "./scorm_time.js";
import { connectScorm } from "./scorm_host.js";

const SCORM2004 = {
  name: "scorm2004",
  api: {
    object: "API_1484_11",
    initialize: "Initialize",
    finish: "Terminate",
    get: "GetValue",
    set: "SetValue",
    commit: "Commit",
    error: "GetLastError",
  },
  room: 64000,
  status: "cmi.completion_status",
  mode: "cmi.mode",
  entry: "cmi.entry",
  location: "cmi.location",
  exit: "cmi.exit",
  time: "cmi.session_time",
  learner: "cmi.learner_id",
  shared: {
    count: "adl.data._count",
    id: (n) => `adl.data.${n}.id`,
    store: (n) => `adl.data.${n}.store`,
  },
  duration: period,
  score: (percent) => ({
    "cmi.score.min": 0,
    "cmi.score.max": 100,
    "cmi.score.raw": percent,
    "cmi.score.scaled": percent / 100,
  }),
  progress: (share) => ({ "cmi.progress_measure": Math.round(share * 1000) / 1000 }),
  objective: { status: "completion_status", progress: "progress_measure", description: 250 },
  interaction: {
    longest: 4000,
    type: "long-fill-in",
    time: ["timestamp", dateTime],
    response: "learner_response",
    description: 250,
  },
};

export const connect = (settings, module) => connectScorm(SCORM2004, settings, module);
