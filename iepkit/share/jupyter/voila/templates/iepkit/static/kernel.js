// Talks to the page's kernel over its websocket, in Jupyter's own messages: just
// what one widget's custom messages need. A phone so loads no widget library.
//
// Source: the Jupyter messaging protocol 5.3 (comm_msg), as jupyter_server takes
// it in JSON when no subprotocol is named.

const VERSION = "5.3";

// A random name; crypto.randomUUID is missing where the page is no secure context.
function name() {
  return Array.from({ length: 4 }, () => Math.random().toString(16).slice(2, 10)).join("-");
}

// The line to the kernel that made this page; null where there is none.
export function kernelOf(root) {
  const model = root.closest("[data-model]")?.dataset.model;
  const kernel = root.closest("[data-kernel]");
  if (!model || !kernel) return null;
  const { kernel: id, base } = kernel.dataset;
  const session = name();
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const address = `${scheme}//${location.host}${base}api/kernels/${id}/channels?session_id=${session}`;
  const waiting = [];
  let socket = null;
  let heard = () => {};

  function open() {
    socket = new WebSocket(address);
    socket.onopen = () => {
      for (const message of waiting.splice(0)) socket.send(message);
    };
    socket.onmessage = ({ data }) => {
      if (typeof data !== "string") return;
      const { msg_type: type, content } = JSON.parse(data);
      if (type === "comm_msg" && content.comm_id === model && content.data.method === "custom") {
        heard(content.data.content);
      }
    };
    // The link may come back; the next question opens it again.
    socket.onclose = () => {
      socket = null;
    };
  }

  function send(content) {
    const message = JSON.stringify({
      channel: "shell",
      header: { msg_id: name(), msg_type: "comm_msg", session, username: "", date: new Date().toISOString(), version: VERSION },
      parent_header: {},
      metadata: {},
      content: { comm_id: model, data: { method: "custom", content } },
      buffers: [],
    });
    if (socket?.readyState === WebSocket.OPEN) {
      socket.send(message);
      return;
    }
    waiting.push(message);
    if (!socket) open();
  }

  // A page that is left for good gives its kernel back. Phones say nothing when a
  // page is only put away (and pagehide would come then too), so those wait for
  // the server to let them go.
  const giveBack = () => navigator.sendBeacon(`${base}voila/api/shutdown/${id}`);
  addEventListener("beforeunload", (event) => {
    // A parent who is asked first may stay.
    if (event.defaultPrevented) addEventListener("pagehide", ({ persisted }) => persisted || giveBack(), { once: true });
    else giveBack();
  });

  open();
  return {
    send,
    hear: (listener) => {
      heard = listener;
    },
  };
}
