'use strict';

// The page shows the item "now" of a stream, which the worker writes after each change and once a second. All text is set
// with textContent, so a name is never read as HTML.

const SILENT_MILLIS = 4000;
const HALF_OPEN_MILLIS = 15000;
const MAX_DELAY_MILLIS = 5000;
const SEARCH_MILLIS = 250;
const PAGE = 50;

const $ = id => document.getElementById(id);
const whole = new Intl.NumberFormat();
const decimal = new Intl.NumberFormat(undefined, {minimumFractionDigits: 2, maximumFractionDigits: 2});
const clock = new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit', second: '2-digit'});
const money = cents => decimal.format(cents / 100);

let now = null;        // the newest snapshot
let found = null;      // the items of a search; null without a search
let shownItems = [];

// ------------------------------------------------------------------ elements

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

// Changes only what differs, so that a screen reader and the selection of the user are left alone.
function setText(node, text) {
  if (node.textContent !== String(text)) node.textContent = text;
}

// Makes the children of a parent fit a list. Children of the same key are changed in place and keep the focus.
function fit(parent, list, keyOf, make, update) {
  const known = new Map([...parent.children].map(child => [child.dataset.key, child]));
  let at = parent.firstElementChild;
  for (const one of list) {
    const key = keyOf(one);
    let child = known.get(key);
    known.delete(key);
    if (child === undefined) {
      child = make(one);
      child.dataset.key = key;
    }
    if (child === at) at = at.nextElementSibling;
    else parent.insertBefore(child, at);
    update(child, one);
  }
  const focused = document.activeElement;
  for (const child of known.values()) {
    if (child.contains(focused)) $('stock').focus();
    child.remove();
  }
}

// ------------------------------------------------------------------ stock

function makeRow(item) {
  const row = element('tr');
  for (const name of ['sku', 'name', 'price number', 'stock-cell number', 'state', 'actions']) row.append(element('td', name));
  row.children[4].append(element('span', 'badge'));
  for (const [action, text] of [['sell', 'Sell'], ['restock', 'Restock']]) {
    const button = element('button', '', text);
    button.type = 'button';
    button.dataset.action = action;
    button.setAttribute('aria-label', text + ' ' + item.sku);
    button.addEventListener('click', () => openOrder(action, row.item));
    row.children[5].append(button, ' ');
  }
  return row;
}

function updateRow(row, item) {
  row.item = item;
  setText(row.children[0], item.sku);
  setText(row.children[1], item.name);
  setText(row.children[2], money(item.priceCents));
  setText(row.children[3], whole.format(item.stock));
  const badge = row.children[4].firstElementChild;
  badge.className = item.lowStock && !item.discontinued ? 'badge low' : 'badge';
  setText(badge, item.discontinued ? 'discontinued' : item.stock === 0 ? 'sold out' : item.lowStock ? 'low' : 'ok');
  for (const button of row.querySelectorAll('button')) button.disabled = item.discontinued;
}

function showItems() {
  const all = found ? found.items : now.items;
  shownItems = [...all].sort((a, b) => a.sku < b.sku ? -1 : a.sku > b.sku ? 1 : 0);
  fit($('items'), shownItems, item => item.sku, makeRow, updateRow);
  $('empty').hidden = shownItems.length > 0;
  setText($('empty'), found ? 'No item has this name.' : 'There are no items.');
  const total = now ? now.totals.items : 0;
  const note = found
    ? (found.next ? 'The first ' + PAGE + ' items with this name.' : '')
    : total > all.length ? 'The ' + all.length + ' items that changed last, of ' + whole.format(total) + '. Search to find others.' : '';
  $('note').hidden = note === '';
  setText($('note'), note);
}

// ------------------------------------------------------------------ totals, chart, alerts, events

function showTotals() {
  for (const cell of $('totals').querySelectorAll('dd')) {
    const total = cell.dataset.total;
    setText(cell, total ? whole.format(now.totals[total]) : money(now.totals[cell.dataset.money]));
  }
}

function showChart() {
  const sold = now.soldPerMinute;
  const most = Math.max(...sold);
  const chart = $('chart');
  const width = 600 / sold.length;
  while (chart.children.length < sold.length) {
    const bar = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
    bar.setAttribute('x', chart.children.length * width + 1);
    bar.setAttribute('width', width - 2);
    chart.append(bar);
  }
  sold.forEach((units, i) => {
    const height = most === 0 ? 0 : Math.max(units === 0 ? 0 : 2, units / most * 98);
    chart.children[i].setAttribute('height', height);
    chart.children[i].setAttribute('y', 100 - height);
  });
  const sum = sold.reduce((a, b) => a + b, 0);
  chart.setAttribute('aria-label', sum === 0
    ? 'No sales in the last hour'
    : whole.format(sum) + ' units sold in the last hour, at most ' + whole.format(most) + ' in one minute');
  setText($('chart-max'), most === 0 ? 'no sales' : 'at most ' + whole.format(most));
}

function showAlerts() {
  fit($('alerts'), now.lowStock, item => item.sku, item => {
    const line = element('li');
    const button = element('button', '', 'Restock');
    button.type = 'button';
    button.setAttribute('aria-label', 'Restock ' + item.sku);
    button.addEventListener('click', () => openOrder('restock', line.item));
    line.append(element('span'), button);
    return line;
  }, (line, item) => {
    line.item = item;
    setText(line.firstElementChild, item.name + ' (' + item.sku + '): ' + whole.format(item.stock) + ' left');
  });
  const more = now.lowStockItems - now.lowStock.length;
  $('no-alerts').hidden = now.lowStock.length > 0 && more === 0;
  setText($('no-alerts'), more > 0 ? 'and ' + whole.format(more) + ' more' : 'No item has low stock.');
}

const EVENTS = {
  'item-added': e => whole.format(e.quantity) + ' added, price ' + money(e.priceCents),
  'item-restocked': e => whole.format(e.quantity) + ' restocked',
  'item-sold': e => whole.format(e.quantity) + ' sold at ' + money(e.priceCents),
  'price-adjusted': e => 'price is now ' + money(e.priceCents),
  'item-discontinued': () => 'discontinued',
};

function showFeed() {
  fit($('feed'), now.feed, one => one.sku + '#' + one.event.number + '#' + one.event.at, one => {
    const line = element('li');
    const event = one.event;
    const time = element('time', '', clock.format(event.at));
    time.dateTime = new Date(event.at).toISOString();
    const text = EVENTS[event.type] ? EVENTS[event.type](event) : event.type;
    line.append(time, element('span', '', one.name + ' (' + one.sku + '): ' + text + ', ' + whole.format(event.stock) + ' in stock'));
    if (event.alert) line.append(element('span', 'alert', ' Low stock'));
    return line;
  }, () => {});
}

function show(snapshot) {
  const changed = now === null || JSON.stringify(now) !== JSON.stringify(snapshot);
  now = snapshot;
  if (!changed) return;
  showTotals();
  showChart();
  showAlerts();
  showFeed();
  if (found) scheduleSearch();
  showItems();
}

// ------------------------------------------------------------------ search

let searchTimer = null;
let searchNumber = 0;

function scheduleSearch() {
  if (searchTimer === null) {
    searchTimer = setTimeout(() => {
      searchTimer = null;
      search();
    }, SEARCH_MILLIS);
  }
}

async function search() {
  const text = $('search').value.trim();
  const number = ++searchNumber;
  if (text === '') {
    found = null;
    if (now) showItems();
    return;
  }
  try {
    const response = await fetch('/inventory?discontinued=true&limit=' + PAGE + '&text=' + encodeURIComponent(text));
    const page = await response.json();
    if (response.ok && number === searchNumber) {
      found = page;
      showItems();
    }
  } catch (e) {
    // The status says that the page is not live. The next change searches again.
  }
}

$('search').addEventListener('input', scheduleSearch);

// ------------------------------------------------------------------ commands

// Not crypto.randomUUID: it does not exist on a page without TLS from another computer.
function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map(b => b.toString(16).padStart(2, '0')).join('');
}

async function command(path, body, key) {
  let response;
  let result = {};
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: {'content-type': 'application/json', 'idempotency-key': key},
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(15000),
    });
    result = await response.json();
  } catch (e) {
    if (!response) throw new Error('There is no answer. Try again: it is not executed twice.');
  }
  if (response.ok) return result;
  const errors = (result.errors || []).map(error => (error.field ? error.field + ' ' : '') + error.message).join('\n');
  throw new Error(errors || result.detail || result.title || 'The engine answered with status ' + response.status
    + '. Try again: it is not executed twice.');
}

function wholeOf(text) {
  return /^\d{1,15}$/.test(text.trim()) ? Number(text.trim()) : text.trim();
}

function centsOf(text) {
  const match = /^(\d{1,9})(?:[.,](\d{1,2}))?$/.exec(text.trim());
  if (!match) throw new Error('price must be like 12.50');
  return Number(match[1]) * 100 + Number((match[2] || '').padEnd(2, '0'));
}

// Opens a dialog. The key stays the same until it is closed, so a repetition is not executed twice.
function open(dialog, submit) {
  const form = dialog.querySelector('form');
  const error = dialog.querySelector('.error');
  const key = newKey();
  error.textContent = '';
  form.reset();
  form.onsubmit = async event => {
    event.preventDefault();
    const buttons = form.querySelectorAll('button.main');
    buttons.forEach(button => button.disabled = true);
    error.textContent = '';
    try {
      toast(await submit(new FormData(form), key));
      dialog.close();
    } catch (e) {
      error.textContent = e.message;
    } finally {
      buttons.forEach(button => button.disabled = false);
    }
  };
  dialog.showModal();
  form.querySelector('input').focus();
}

for (const button of document.querySelectorAll('[data-close]')) {
  button.addEventListener('click', () => button.closest('dialog').close());
}

function openOrder(action, item) {
  const sell = action === 'sell';
  $('order-title').textContent = (sell ? 'Sell ' : 'Restock ') + item.sku;
  $('order-about').textContent = item.name + ', price ' + money(item.priceCents) + ', ' + whole.format(item.stock) + ' in stock';
  $('order-ok').textContent = sell ? 'Sell' : 'Restock';
  open($('order'), async (fields, key) => {
    const body = {sku: item.sku, quantity: wholeOf(fields.get('quantity'))};
    if (sell) body.expectedPriceCents = item.priceCents;
    const result = await command('/inventory/' + action, body, key);
    return sell
      ? whole.format(result.quantity) + ' of ' + item.sku + ' sold for ' + money(result.totalCents) + ', ' + whole.format(result.left) + ' left'
      : whole.format(result.quantity) + ' of ' + item.sku + ' restocked, ' + whole.format(result.stock) + ' in stock';
  });
}

$('add-open').addEventListener('click', () => open($('add'), async (fields, key) => {
  const body = {
    sku: fields.get('sku').trim(),
    name: fields.get('name').trim(),
    quantity: wholeOf(fields.get('quantity')),
    priceCents: centsOf(fields.get('price')),
  };
  if (fields.get('lowStockThreshold').trim() !== '') body.lowStockThreshold = wholeOf(fields.get('lowStockThreshold'));
  const result = await command('/inventory/add', body, key);
  return whole.format(result.quantity) + ' of ' + body.sku + ' added, ' + whole.format(result.stock) + ' in stock';
}));

let toastTimer;

function toast(text) {
  $('toast').hidden = false;
  $('toast').textContent = text;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => $('toast').hidden = true, 6000);
}

// ------------------------------------------------------------------ the stream

const stream = document.querySelector('meta[name=stream]').content;
const streamName = document.querySelector('meta[name=stream]').dataset.name;
let socket = null;
let delay = 250;
let heard = 0;       // when the worker wrote last, on the clock of this page
let received = 0;    // when anything was received last
let dataOf = null;   // when the worker wrote the data that is shown, on its clock
let oldSince = null;

function connect() {
  socket = new WebSocket(stream);
  received = performance.now();
  socket.onopen = () => socket.send(JSON.stringify(
    {type: 'join', data: {subscriptionId: 'page', streamName, groupId: 'page', id: 'now'}}));
  socket.onmessage = message => receive(JSON.parse(message.data));
  socket.onclose = () => {
    heard = 0;
    socket = null;
    showStatus();
    setTimeout(connect, delay * (0.5 + Math.random()));
    delay = Math.min(delay * 2, MAX_DELAY_MILLIS);
  };
}

function receive(message) {
  const {type, data} = message.event;
  received = performance.now();
  delay = 250;
  if (!data || !['sync', 'create', 'update'].includes(type)) return;
  // The data of a sync may be old: only a write shows that a worker runs.
  if (type !== 'sync') heard = received;
  dataOf = data.at;
  oldSince = data.asOf;
  show(data.inventory);
  showStatus();
}

function showStatus() {
  const live = heard > 0 && performance.now() - heard < SILENT_MILLIS;
  const since = dataOf === null ? '' : ' The data is of ' + clock.format(dataOf) + '.';
  const [state, text] = live
    ? oldSince === null ? ['live', 'Live'] : ['old', 'The views are computed again. The data is of ' + clock.format(oldSince) + '.']
    : socket === null || socket.readyState !== WebSocket.OPEN
      ? ['off', 'Not live: there is no connection to ' + stream + '. Trying again.' + since]
      : ['off', 'Not live: the inventory does not send data.' + since];
  // Not before the first answers can have arrived.
  if (!live && dataOf === null && performance.now() < SILENT_MILLIS) return;
  $('status').dataset.state = state;
  setText($('status'), text);
}

setInterval(() => {
  if (socket !== null && performance.now() - received > HALF_OPEN_MILLIS) socket.close();
  showStatus();
}, 500);

connect();
