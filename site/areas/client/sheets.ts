import { layGround } from './plan.ts'

// Every sheet of the page has its own plan, and gets its own streets.
for (const sheet of document.querySelectorAll<HTMLElement>('.sheets > [data-ground]')) {
  const { x, y } = sheet.dataset
  layGround(sheet, { x: Number(x), y: Number(y) })
}
