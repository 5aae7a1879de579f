/** What came from the LTI tool beside the learner's own answers: replies, what assessors judge, who is on campus. */
export async function showWhatCame(view, call) {
  const { presence, replies, rubric, verdict } = view.session.loaded;
  if (replies) (await import("./replies.js")).showReplies(view, call);
  if (rubric || verdict) (await import("./judged.js")).showJudged(view, call);
  if (presence) (await import("./presence.js")).showPresence(view, call);
}
