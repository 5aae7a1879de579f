/** Times as SCORM writes them, in the forms that every platform accepts. */

const two = (number) => String(number).padStart(2, "0");

function split(milliseconds) {
  const hundredths = Math.max(0, Math.round(milliseconds / 10));
  return {
    hours: Math.floor(hundredths / 360000),
    minutes: Math.floor(hundredths / 6000) % 60,
    seconds: (hundredths % 6000) / 100,
  };
}

/** A duration for SCORM 1.2: `HHHH:MM:SS.SS` (CMITimespan). */
export function clock(milliseconds) {
  const { hours, minutes, seconds } = split(milliseconds);
  return `${String(Math.min(hours, 9999)).padStart(4, "0")}:${two(minutes)}:${seconds.toFixed(2).padStart(5, "0")}`;
}

/** A duration for SCORM 2004: `PT1H2M3.45S`; never more than two decimals. */
export function period(milliseconds) {
  const { hours, minutes, seconds } = split(milliseconds);
  return `PT${hours}H${minutes}M${seconds}S`;
}

/** A moment for SCORM 1.2: the local time of day (CMITime). */
export function clockTime(date) {
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":");
}

/** A moment for SCORM 2004: local time without fraction or zone. Platforms refuse `…Z`, `….123Z` and `…+01:00`. */
export function dateTime(date) {
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
  return `${day}T${clockTime(date)}`;
}
