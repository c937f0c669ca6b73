// Adds the progress of a publish or a rollback as it comes, and reloads the page at the end.
"use strict";
const list = document.querySelector("[data-live]");
if (list) {
  const source = new EventSource(list.dataset.live);
  source.addEventListener("line", (event) => {
    const line = document.createElement("p");
    line.textContent = event.data;
    list.append(line);
    list.scrollTop = list.scrollHeight;
  });
  source.addEventListener("end", () => {
    source.close();
    location.replace(location.pathname);
  });
}
