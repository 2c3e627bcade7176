// Saves a theme as the look of a channel, where the studio comes from a Samtale server. Nothing is asked for before
// somebody wants that: on any other server these are pages like all others.
const part = (id) => document.getElementById(id);

/* Asks the server these pages come from; `status` is 0 where that is none, or not there. */
const ask = async (method, path, body) => {
  const headers = { "x-samtale": "1", ...(body && { "content-type": "application/json" }) };
  try {
    const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body), redirect: "error" });
    const { status } = answer;
    if (status === 204) return { status };
    const isOurs = (answer.headers.get("content-type") ?? "").startsWith("application/json");
    return isOurs ? { status, told: await answer.json() } : { status: 0 };
  } catch {
    return { status: 0 };
  }
};

/* `tokens` gives what is set, by its names. What comes back tells whether it may be saved as it is. */
export const saving = (words, tokens) => {
  let isReady = false;
  let isBusy = false;

  const say = (text) => (part("saved").textContent = text);

  const show = (id) => {
    for (const it of ["connect", "enter", "save"]) part(it).hidden = it !== id;
  };

  const refused = ({ status, told }) => {
    if (status === 401) {
      show("enter");
      say(words.save_sign_in);
      part("email").focus();
    } else if (status === 403 || status === 404) say(words.save_no_right);
    else if (status === 422) say(words.save_refused.replace("{name}", told.token ?? ""));
    else if (status === 0) say(words.save_no_server);
    else say(words.save_later);
  };

  /* One thing at a time. */
  const once = async (work) => {
    if (isBusy) return;
    isBusy = true;
    say("");
    await work();
    isBusy = false;
  };

  const list = async () => {
    // Whether anybody is signed in is asked first: it is no failure when nobody is.
    const session = await ask("GET", "/v1/session");
    if (session.status !== 200) return refused(session);
    const looks = await ask("GET", "/v1/looks");
    if (looks.status !== 200) return refused(looks);
    const { channels } = looks.told;
    if (!channels.length) {
      show("connect");
      return say(words.save_no_right);
    }
    part("channel").replaceChildren(...channels.map((it) => new Option(it.name, it.id)));
    show("save");
    part("channel").focus();
  };

  part("connect").onclick = () => once(list);
  part("enter").onsubmit = (event) => {
    event.preventDefault();
    once(async () => {
      const [email, password] = [part("email").value, part("password").value];
      const { status, told } = await ask("POST", "/v1/session", { email, password });
      part("password").value = "";
      if (status === 401) {
        say(words.save_wrong);
        return part("password").focus();
      }
      if (status !== 200) return refused({ status, told });
      await list();
    });
  };
  part("save").onsubmit = (event) => {
    event.preventDefault();
    once(async () => {
      if (!isReady) return say(words.blocked);
      const path = `/v1/looks/${encodeURIComponent(part("channel").value)}`;
      const answer = await ask("PUT", path, { tokens: tokens() });
      if (answer.status !== 204) return refused(answer);
      say(words.save_done.replace("{name}", part("channel").selectedOptions[0].textContent));
    });
  };

  return (is) => {
    isReady = is;
  };
};
