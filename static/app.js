/* Keyboard and small conveniences. Reading works without it. */
(function () {
  'use strict';
  const pages = {o: '/', t: '/tables', c: '/cleanup', r: '/runs', l: '/log'};
  const rows = () => [...document.querySelectorAll('main .ct-table tbody tr')].filter(r => r.querySelector('a, button'));
  let waiting = false;

  function step(by) {
    const all = rows();
    const here = all.indexOf(document.activeElement.closest('tr'));
    const next = all[Math.max(0, Math.min(all.length - 1, here < 0 ? 0 : here + by))];
    if (next) next.querySelector('a, button').focus();
  }

  function key(e) {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === 'Escape') close(null);
    if (e.target.closest('input, textarea, select, [contenteditable]')) return;
    if (waiting) {
      waiting = false;
      const link = document.querySelector('.ct-nav a[href^="' + pages[e.key] + '"]');
      if (pages[e.key] && link) link.click();
    } else if (e.key === '/') {
      document.getElementById('jump').querySelector('input').focus();
    } else if (e.key === 'g') {
      waiting = true;
      setTimeout(() => { waiting = false; }, 1500);
    } else if (e.key === 'j' || e.key === 'k') {
      step(e.key === 'j' ? 1 : -1);
    } else if (e.key === 'n' || e.key === 'p') {
      document.querySelector('main a[rel=' + (e.key === 'n' ? 'next' : 'prev') + ']')?.click();
    } else if (e.key === 'x') {
      document.activeElement.closest('tr')?.querySelector('.ct-check')?.click();
    } else if (e.key === '?') {
      document.getElementById('keys').showModal();
    } else {
      return;
    }
    e.preventDefault();
  }

  function close(except) {
    document.querySelectorAll('details.ct-drop[open]').forEach(d => { if (d !== except) d.open = false; });
  }

  function copy(button) {
    navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent).then(() => {
      const word = button.querySelector('span');
      word.textContent = 'Copied';
      setTimeout(() => { word.textContent = 'Copy'; }, 2000);
    });
  }

  function reveal(eye) {
    const field = document.getElementById(eye.dataset.reveal);
    const shown = field.type === 'text';
    field.type = shown ? 'password' : 'text';
    eye.setAttribute('aria-pressed', String(!shown));
    field.focus();
  }

  document.addEventListener('keydown', key);
  document.addEventListener('click', e => {
    close(e.target.closest('details.ct-drop'));
    const button = e.target.closest('[data-copy]');
    if (button) copy(button);
    const eye = e.target.closest('[data-reveal]');
    if (eye) reveal(eye);
    if (e.target.closest('[data-print]')) window.print();
  });
  document.addEventListener('change', e => { if (e.target.matches('[data-submit]')) e.target.form.requestSubmit(); });
})();
