// From the next loading of the page on its worker's storage is full whenever the channel says so.
const PlainBlob = Blob;
const full = `
  let isFull = false;
  new BroadcastChannel('full').onmessage = ({ data }) => { isFull = data; };
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (value, key) {
    if (isFull && value?.bytes) throw new DOMException('no room', 'QuotaExceededError');
    return put.call(this, value, key);
  };
`;
window.Blob = class extends PlainBlob {
  constructor(parts, options) {
    super(options?.type === 'text/javascript' ? [full, ...parts] : parts, options);
  }
};
