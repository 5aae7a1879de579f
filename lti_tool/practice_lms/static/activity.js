// Starts the tool in the frame once it answers, and says so when it does not.
const form = document.getElementById("launch");
const down = document.getElementById("down");
const again = 2000;
let waiting;

async function answers() {
  try {
    const response = await fetch(form.dataset.status);
    return (await response.json()).answers;
  } catch {
    return false;
  }
}

async function start() {
  clearTimeout(waiting);
  const ready = await answers();
  down.hidden = ready;
  document.body.classList.toggle("without-activity", !ready);
  if (!ready) {
    form.hidden = true;
    waiting = setTimeout(start, again);
    return;
  }
  form.submit();
  form.hidden = true;
}

document.getElementById("retry").addEventListener("click", start);
// A page taken back from the browser's memory holds a launch that was used: make a new one.
addEventListener("pageshow", (event) => event.persisted && location.reload());
start();
