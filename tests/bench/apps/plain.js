// A list of messages of which only what is seen is in the page: as little as that takes.
const HEIGHT = 40, SPARE = 5;
const scroller = document.querySelector("main"), list = document.querySelector("ul");
const rows = new Map();
let messages = [];
const make = (index) => {
  const [row, by] = ["li", "b"].map((name) => document.createElement(name));
  by.textContent = messages[index].by;
  row.append(by, " ", messages[index].text);
  row.style.top = `${index * HEIGHT}px`;
  list.append(row);
  return row;
};
const draw = () => {
  const first = Math.max(0, Math.floor(scroller.scrollTop / HEIGHT) - SPARE);
  const end = Math.min(messages.length, first + Math.ceil(600 / HEIGHT) + 2 * SPARE);
  for (const [index, row] of rows) if (index < first || index >= end) row.remove(), rows.delete(index);
  for (let index = first; index < end; index++) if (!rows.has(index)) rows.set(index, make(index));
};
const show = (all) => {
  messages = all;
  list.style.height = `${messages.length * HEIGHT}px`;
  scroller.scrollTop = messages.length * HEIGHT;
  draw();
};
scroller.onscroll = draw;
new WebSocket(`ws://${location.host}/feed`).onmessage = ({ data }) => show(messages, messages.push(JSON.parse(data)));
