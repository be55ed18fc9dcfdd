// Puts comments or a chat where its script tag stands: <script src="https://host/embed.js" data-post="KEY" data-mode="comments|chat"></script>
(() => {
  const script = document.currentScript;
  const base = new URL('.', script.src);
  const { mode, ...rest } = script.dataset;
  const node = document.createElement(mode === 'chat' ? 'madang-chat' : 'madang-comments');
  Object.assign(node.dataset, rest);
  // Holds the place until the element fills it, so that nothing below it moves.
  node.style.display = 'block';
  node.style.minHeight = '432px';
  if (mode !== 'none') script.after(node);
  const load = () => import(new URL('widget/element.js', base));
  if (mode === 'none' || !window.IntersectionObserver) return load();
  const watch = new IntersectionObserver((seen) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    watch.disconnect();
    load();
  }, { rootMargin: '800px' });
  watch.observe(node);
})();
