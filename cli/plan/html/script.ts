/** Hides the rows that do not have every word of the filter. Without it all rows are there, and no filter. */
export const SCRIPT = `
const input = document.querySelector('#filter');
const rows = [...document.querySelectorAll('tbody tr')].map(row => ({ row, text: row.textContent.toLowerCase() }));
const tables = [...document.querySelectorAll('table')];
const said = document.querySelector('#rows');
function filter() {
  const words = input.value.toLowerCase().split(/\\s+/).filter(word => word !== '');
  let shown = 0;
  for (const { row, text } of rows) {
    row.hidden = !words.every(word => text.includes(word));
    if (!row.hidden) { shown++; }
  }
  for (const table of tables) { table.closest('.rows').hidden = words.length > 0 && !table.querySelector('tbody tr:not([hidden])'); }
  said.textContent = words.length === 0 ? rows.length + ' rows' : shown + ' of ' + rows.length + ' rows';
}
input.addEventListener('input', filter);
document.addEventListener('keydown', event => {
  if (event.key === '/' && document.activeElement !== input) { event.preventDefault(); input.focus(); }
  if (event.key === 'Escape' && document.activeElement === input) { input.value = ''; filter(); }
});
document.querySelector('.filter').hidden = false;
filter();
`;
