// Renews the gradebook's table every second and a half, and tells when something is new.
const table = document.getElementById("table");
const news = document.getElementById("news");
const pause = 1500;
let known = table.innerHTML.trim();

async function renew() {
  if (!document.hidden) {
    try {
      const response = await fetch(table.dataset.renew);
      if (!response.ok) throw new Error(response.statusText);
      const fresh = parsed(await response.text());
      if (news.textContent === news.dataset.offline) news.textContent = "";
      if (fresh !== known) {
        table.innerHTML = known = fresh;
        news.textContent = `${news.dataset.new} ${new Date().toLocaleTimeString(document.documentElement.lang)}`;
      }
    } catch {
      news.textContent = news.dataset.offline;
    }
  }
  setTimeout(renew, pause);
}

// As the browser writes it back, so that old and new can be compared.
function parsed(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.innerHTML.trim();
}

setTimeout(renew, pause);
