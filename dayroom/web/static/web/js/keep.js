// A small memory on this device. A browser may forbid it; then nothing is kept and nothing breaks.
export const keep = {
  get: key => { try { return localStorage.getItem(key); } catch { return null; } },
  set: (key, value) => { try { localStorage.setItem(key, value); return true; } catch { return false; } },
  drop: key => { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
  keys: () => { try { return Object.keys(localStorage); } catch { return []; } },
};
