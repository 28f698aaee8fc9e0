// Signing in without leaving the page: the pages of the sign-in come one after the other into a box of it, until the
// one that says who is in.

async function asked(address, options) {
  const headers = { "Accept-Language": document.documentElement.lang };
  const answer = await fetch(address, { credentials: "same-origin", headers, ...options });
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// Who is signed in, and the token of their forms; null for nobody, with the sign-in page instead.
export async function whoIsIn(way) {
  const page = await asked(way);
  return { page, who: page.querySelector("[data-signed-in]")?.dataset ?? null };
}

// What leads away opens elsewhere: this page has something to keep.
export function show(box, page) {
  const content = page.querySelector("[data-outside]");
  if (!content) return;
  for (const heading of content.querySelectorAll("h1")) {
    const lower = document.createElement("h3");
    lower.textContent = heading.textContent;
    heading.replaceWith(lower);
  }
  box.replaceChildren(...content.childNodes);
  for (const link of box.querySelectorAll("a")) Object.assign(link, { target: "_blank", rel: "noopener" });
  [...box.querySelectorAll("input:not([type=hidden])")].find((input) => !input.value)?.focus();
}

// Take the forms of a box over, and tell once somebody is in; also where they signed in elsewhere meanwhile.
export function signInBeside(box, way, isIn) {
  let busy = false;
  const away = box.parentElement.querySelector("[data-away]");
  const once = async (work) => {
    if (busy) return;
    busy = true;
    away.hidden = true;
    try {
      await work();
    } catch {
      away.hidden = false;
    } finally {
      busy = false;
    }
  };
  box.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    once(async () => {
      const body = new URLSearchParams(new FormData(form));
      let page = await asked(form.getAttribute("action"), { method: "POST", body });
      let who = page.querySelector("[data-signed-in]")?.dataset;
      if (!who && !page.querySelector("[data-outside] form, [data-outside] [role=alert]")) ({ page, who } = await whoIsIn(way));
      if (who) isIn(who);
      else show(box, page);
    });
  });
  box.addEventListener("click", (event) => {
    if (!event.target.closest("a[href^='/account/login/']")) return;
    event.preventDefault();
    once(async () => show(box, (await whoIsIn(way)).page));
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || !box.childElementCount) return;
    once(async () => {
      const { who } = await whoIsIn(way);
      if (who) isIn(who);
    });
  });
}

export function renew(root, token) {
  for (const input of root.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = token;
}
