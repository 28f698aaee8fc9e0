// The page that keeps a form which came without a session: sign in beside it, then go on by a click.
import { renew, signInBeside } from "./signing.js";

const page = document.querySelector("[data-kept]");
const box = page.querySelector("[data-way-in]");
const form = page.querySelector("[data-go-on]");
const say = (what) => page.querySelector(`[data-say=${what}]`);

if (box) {
  if (form) form.hidden = true;
  signInBeside(box, box.querySelector("[name=next]").value, (who) => {
    box.replaceChildren();
    say("in").querySelector("[data-name]").textContent = who.name;
    say("in").hidden = false;
    say("out").hidden = true;
    if (!form || who.who !== page.dataset.who) {
      say("other").hidden = false;
      page.querySelector(".typed")?.setAttribute("open", "");
      return;
    }
    renew(form, who.token);
    form.hidden = false;
    form.querySelector("button").classList.add("btn-primary");
    (form.querySelector("input:not([type=hidden])") || form.querySelector("button")).focus();
  });
}
