// @ts-check
/** How busy the server is: the last ten minutes, a point each second. */
import { listen } from './feed.js';
import { chart } from './chart.js';
import { el } from '../widget/dom.js';
import { language, t } from './language.js';

/** @typedef {import('./language.js').TextKey} TextKey */

const KEPT = 600;

/**
 * A line: what it is called by the server and here, its unit, and whether it is a number only.
 * @typedef {{name: string, text: TextKey, unit: TextKey, silent?: boolean}} Line
 */

/** @type {{title: TextKey, lines: Line[]}[]} */
const charts = [
  { title: 'connections', lines: [{ name: 'websocket', text: 'websocket', unit: 'none' }, { name: 'polling', text: 'polling', unit: 'none' }] },
  { title: 'messages', lines: [{ name: 'in', text: 'in', unit: 'perSecond' }, { name: 'out', text: 'out', unit: 'perSecond' }] },
  { title: 'delivery', lines: [{ name: 'p50', text: 'p50', unit: 'ms' }, { name: 'p99', text: 'p99', unit: 'ms' }] },
  { title: 'commits', lines: [{ name: 'commits', text: 'commitsLine', unit: 'perSecond' }, { name: 'batch', text: 'batch', unit: 'none' }] },
  { title: 'hits', lines: [{ name: 'hits', text: 'hitsLine', unit: 'percent' }] },
  { title: 'cpu', lines: [{ name: 'cpu', text: 'process', unit: 'percent' }, { name: 'machine', text: 'machine', unit: 'percent' }] },
  { title: 'memory', lines: [{ name: 'rss', text: 'rss', unit: 'mib' }, { name: 'heap', text: 'heap', unit: 'mib' }] },
  { title: 'disk', lines: [{ name: 'data', text: 'data', unit: 'mib' }, { name: 'free', text: 'free', unit: 'mib', silent: true }] },
];

/** @returns {import('./admin.js').View} */
export function numbers() {
  /** @type {string[]} */
  let columns = [];
  /** @type {(number | null)[][]} */
  let rows = [];
  const format = new Intl.NumberFormat(language(), { maximumFractionDigits: 1 });
  const drawn = charts.map((spec) => ({ spec, ...card(spec, format) }));
  const node = el('div', 'page', el('h1', '', t('numbers')), el('div', 'grid', ...drawn.map(({ box }) => box)));

  /** @param {string} name @returns {(number | null)[]} */
  const column = (name) => {
    if (name === 'batch') {
      const commits = column('commits');
      return column('changes').map((changes, i) => (commits[i] ? Number(changes) / Number(commits[i]) : null));
    }
    const at = columns.indexOf(name);
    return rows.map((row) => row[at] ?? null);
  };
  const draw = () => {
    const seconds = column('at').map((at) => Number(at) / 1000);
    for (const { spec, show } of drawn) show(seconds, spec.lines.map(({ name }) => column(name)));
  };
  const leave = listen({
    past: (/** @type {{columns: string[], rows: (number | null)[][]}} */ past) => {
      columns = past.columns;
      rows = past.rows;
      draw();
    },
    now: (/** @type {(number | null)[]} */ row) => {
      rows.push(row);
      if (rows.length > KEPT) rows.shift();
      if (!document.hidden) draw();
    },
  });
  return {
    node,
    leave() {
      leave();
      drawn.forEach(({ end }) => end());
    },
  };
}

/** @param {{title: TextKey, lines: Line[]}} spec @param {Intl.NumberFormat} format */
function card(spec, format) {
  const values = spec.lines.map(() => el('b', '', '–'));
  const legend = el('ul', 'legend', ...spec.lines.map(({ text, unit, silent }, i) => {
    const dot = el('i', silent ? 'none' : `line-${i}`);
    dot.ariaHidden = 'true';
    return el('li', '', dot, `${t(text)} `, /** @type {HTMLElement} */ (values[i]), ` ${t(unit)}`);
  }));
  const picture = el('div', 'chart');
  const box = el('section', 'card', el('h2', '', t(spec.title)), legend, picture);
  const { show, end } = chart(picture, spec.lines.filter(({ silent }) => !silent).map(({ text }) => t(text)));
  return {
    box,
    end,
    /** @param {number[]} seconds @param {(number | null)[][]} lines */
    show(seconds, lines) {
      lines.forEach((line, i) => {
        const last = line.findLast((value) => value !== null);
        const text = last === null || last === undefined ? '–' : format.format(last);
        const node = values[i];
        if (node && node.textContent !== text) node.textContent = text;
      });
      show(seconds, lines.filter((_, i) => !spec.lines[i]?.silent));
    },
  };
}
