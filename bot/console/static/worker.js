// The stream of a browser where it has shared workers: it lives as long as one of the tabs.
import { Hub, take } from "./hub.js";

const ports = new Map(); // id of the tab → its port
const hub = new Hub(self.name, (event, ids) => { for (const id of ids) ports.get(id)?.postMessage(event); });

self.onconnect = ({ ports: [port] }) => {
  port.onmessage = ({ data }) => {
    if (data.leave) ports.delete(data.id); else ports.set(data.id, port);
    take(hub, data);
  };
};
