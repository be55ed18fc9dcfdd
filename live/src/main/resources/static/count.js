// Fills <span data-madang-count="KEY"></span> with how many comments that post has; no key: this page's.
(async () => {
  const base = new URL('.', document.currentScript.src);
  const canonical = document.querySelector('link[rel=canonical]');
  const here = (canonical ? canonical.href : location.href).split('#')[0];
  const spans = [...document.querySelectorAll('[data-madang-count]')];
  const keyOf = (span) => span.dataset.madangCount || here;
  const keys = [...new Set(spans.map(keyOf))];
  for (let at = 0; at < keys.length; at += 50) {
    const asked = new URLSearchParams(keys.slice(at, at + 50).map((key) => ['key', key]));
    const answer = await fetch(new URL(`api/v2/counts?${asked}`, base)).then((got) => (got.ok ? got.json() : {}), () => ({}));
    const counts = answer.counts || answer;
    for (const span of spans) if (keyOf(span) in counts) span.textContent = counts[keyOf(span)];
  }
})();
