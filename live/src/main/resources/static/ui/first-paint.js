// Runs before the first paint: the chosen theme, and no flash of a language that the reader did not choose.
(function () {
  var root = document.documentElement;
  function read(key) {
    try {
      return JSON.parse(localStorage.getItem(key) || 'null');
    } catch (e) {
      return null;
    }
  }
  var theme = read('madang.theme');
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  var language = read('madang.language') || (navigator.language.indexOf('ko') === 0 ? 'ko' : 'en');
  if (language !== root.lang) root.dataset.unspoken = '';
})();
