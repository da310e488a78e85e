// Sends a vote until it has come through, and always the latest alone: two on their way
// at once could arrive in the other order.

const PATIENT_FOR = 10000;
const FIRST_REST = 1000;
const LONGEST_REST = 16000;

// `path` gives the address. `told` hears what became of a vote: it is "counted", or "refused", each with a sentence;
// it is "late" and tried again; or its round has "ended". `anew` opens the stream anew,
// which gives a phone its cookie.
export function sending(path, { anew, told }) {
  let vote = null;
  let isBusy = false;
  let wake = () => {};

  async function deliver() {
    isBusy = true;
    let tries = 0;
    while (vote) {
      const now = vote;
      const { status, text } = await post(path(), now);
      if (vote !== now) tries = 0;
      else if (status === 200) settle("counted", text);
      else if (status === 409) settle("ended");
      else if (status === 400 || status === 413) settle("refused", text);
      else {
        if (status === 401 && tries === 0) anew();
        else told(now, "late");
        await rest(tries);
        tries += 1;
      }
    }
    isBusy = false;
  }

  function settle(outcome, text) {
    const settled = vote;
    vote = null;
    told(settled, outcome, text);
  }

  function rest(tries) {
    return new Promise((resolve) => {
      wake = resolve;
      setTimeout(resolve, Math.min(LONGEST_REST, FIRST_REST * 2 ** tries) * (0.75 + Math.random() / 2));
    });
  }

  return {
    send(fresh) {
      vote = fresh;
      wake();
      if (!isBusy) deliver();
    },
    // The server has been heard: what waits is tried at once.
    wake: () => wake(),
  };
}

async function post(path, vote) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENT_FOR);
  try {
    const headers = { "Content-Type": "application/json" };
    const body = JSON.stringify(vote);
    const response = await fetch(path, { method: "POST", headers, body, signal: patience.signal });
    const text = [200, 400, 413].includes(response.status) ? (await response.json()).text : "";
    return { status: response.status, text };
  } catch (fault) {
    console.warn(fault);
    return { status: 0, text: "" };
  } finally {
    clearTimeout(timer);
  }
}
