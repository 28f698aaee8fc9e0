// Names in scripts that this computer has no font for are boxes; the page says which font would show them.

const SCRIPTS = [
  [/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]/u, "Noto Sans CJK"],
  [/\p{Script=Arabic}/u, "Noto Sans Arabic"],
  [/\p{Script=Hebrew}/u, "Noto Sans Hebrew"],
  [/\p{Script=Thai}/u, "Noto Sans Thai"],
  [/\p{Script=Devanagari}/u, "Noto Sans Devanagari"],
  [/\p{Script=Armenian}/u, "Noto Sans Armenian"],
  [/\p{Script=Georgian}/u, "Noto Sans Georgian"],
];
const NOWHERE = "\u{10FFFE}"; // no font has it: what stands for it is what stands for all that is missing

function drawn(text) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 32;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.font = `20px ${getComputedStyle(document.body).fontFamily}`;
  pen.fillText(text, 4, 24);
  return pen.getImageData(0, 0, 32, 32).data.join();
}

export function tellMissingFonts() {
  const place = document.getElementById("no-font");
  if (!place) return;
  const text = document.getElementById("main").textContent;
  const missing = SCRIPTS.filter(([script]) => {
    const sample = text.match(script)?.[0];
    return sample && drawn(sample) === drawn(NOWHERE);
  }).map(([, font]) => font);
  place.hidden = !missing.length;
  place.querySelector("strong").textContent = missing.join(", ");
}
