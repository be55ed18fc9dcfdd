// @ts-check
/** One chart of lines over time, drawn by uPlot, in the page's colours. The numbers stand as text beside it. */
import { language } from './language.js';

const HEIGHT = 150;
const SPARSE = 40;
const SPAN = 600;

/**
 * @param {HTMLElement} box is as wide as the chart
 * @param {string[]} names of the lines
 */
export function chart(box, names) {
  box.ariaHidden = 'true';
  const style = getComputedStyle(document.documentElement);
  const paint = (/** @type {string} */ name) => resolve(style.getPropertyValue(name));
  const line = paint('--line');
  const soft = paint('--soft');
  const colours = [paint('--accent'), paint('--warn')];
  const axis = { stroke: soft, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 }, font: '12px system-ui' };
  const short = new Intl.NumberFormat(language(), { notation: 'compact', maximumFractionDigits: 1 });
  const clock = new Intl.DateTimeFormat(language(), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const options = {
    width: 300,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { range: lastMinutes }, y: { range: (/** @type {unknown} */ _, /** @type {number} */ low, /** @type {number} */ high) => [Math.min(low ?? 0, 0), Math.max((high ?? 0) * 1.1, 1)] } },
    axes: [
      { ...axis, space: 60, size: 30, incrs: [120, 300], values: (/** @type {unknown} */ _, /** @type {number[]} */ at) => at.map((second) => clock.format(second * 1000)) },
      { ...axis, size: 52, values: (/** @type {unknown} */ _, /** @type {number[]} */ at) => at.map((value) => short.format(value)) },
    ],
    padding: [8, 8, 0, 0],
    series: [{}, ...names.map((label, i) => ({ label, stroke: colours[i % colours.length], width: 1.75, spanGaps: true, points: { show: sparse, size: 4, fill: colours[i % colours.length] } }))],
  };
  const UPlot = /** @type {any} */ (window).uPlot;
  const plot = new UPlot(options, [[], ...names.map(() => [])], box);
  const fit = new ResizeObserver(() => plot.setSize({ width: Math.max(box.clientWidth, 100), height: HEIGHT }));
  fit.observe(box);
  return {
    /** @param {number[]} seconds @param {(number | null)[][]} lines */
    show: (seconds, lines) => plot.setData([seconds, ...lines]),
    end() {
      fit.disconnect();
      plot.destroy();
    },
  };
}

/** The ten minutes before the newest point. @param {unknown} _ @param {number | null} from @param {number | null} to */
function lastMinutes(_, from, to) {
  const end = to ?? Date.now() / 1000;
  return [Math.min(from ?? end, end - SPAN), end];
}

/** Whether a line has so few points that it cannot be seen without dots. @param {any} plot @param {number} line @param {number} from @param {number} to */
function sparse(plot, line, from, to) {
  const known = plot.data[line].slice(from, to + 1).filter((/** @type {number | null} */ value) => value !== null);
  return known.length < SPARSE;
}

/** What a colour of the style sheet is in this theme, as a canvas takes it. @param {string} colour */
function resolve(colour) {
  const probe = document.createElement('span');
  probe.style.color = colour;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}
