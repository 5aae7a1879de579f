/** The host of a SCORM 1.2 package. https://adlnet.gov/projects/scorm-1-2/ (Run-Time Environment, 3.4). */
import { clock, clockTime } from "./scorm_time.js";
import { connectScorm } from "./scorm_host.js";

const SCORM12 = {
  name: "scorm12",
  api: {
    object: "API",
    initialize: "LMSInitialize",
    finish: "LMSFinish",
    get: "LMSGetValue",
    set: "LMSSetValue",
    commit: "LMSCommit",
    error: "LMSGetLastError",
  },
  // What platforms must at least keep (CMIString4096). Some keep more; none says so beforehand.
  room: 4096,
  status: "cmi.core.lesson_status",
  mode: "cmi.core.lesson_mode",
  entry: "cmi.core.entry",
  location: "cmi.core.lesson_location",
  exit: "cmi.core.exit",
  time: "cmi.core.session_time",
  learner: "cmi.core.student_id",
  duration: clock,
  score: (percent) => ({
    "cmi.core.score.min": 0,
    "cmi.core.score.max": 100,
    "cmi.core.score.raw": percent,
  }),
  progress: () => ({}),
  objective: { status: "status" },
  interaction: {
    longest: 255,
    type: "fill-in",
    time: ["time", clockTime],
    response: "student_response",
  },
};

export const connect = (settings, module) => connectScorm(SCORM12, settings, module);
