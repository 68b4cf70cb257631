// A form that a passkey fills in: the browser asks for face, finger or PIN, then the form is sent as usual.

// Passkeys speak in bytes, the server in base64url; older browsers do not translate by themselves.
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), letter => letter.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const named = list => (list || []).map(key => ({ ...key, id: bytes(key.id) }));

const told = credential => {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = text(credential.response[part]);
  }
  const { id, type, authenticatorAttachment } = credential;
  return { id, rawId: id, type, authenticatorAttachment, response, clientExtensionResults: credential.getClientExtensionResults() };
};

const makePasskey = async ({ publicKey: key }) => told(await navigator.credentials.create({ publicKey: {
  ...key, challenge: bytes(key.challenge), user: { ...key.user, id: bytes(key.user.id) }, excludeCredentials: named(key.excludeCredentials),
} }));

const usePasskey = async ({ publicKey: key }) => told(await navigator.credentials.get({ publicKey: {
  ...key, challenge: bytes(key.challenge), allowCredentials: named(key.allowCredentials),
} }));

const options = async form => {
  const address = form.closest("[data-passkey-sign-in]")?.dataset.passkeySignIn;
  if (!address) return JSON.parse(form.dataset.passkey || form.dataset.passkeyNew);
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  return (await answer.json()).request_options;
};

const fill = async form => {
  const problem = form.parentElement.querySelector("[data-passkey-problem]");
  problem.hidden = true;
  try {
    const ceremony = "passkeyNew" in form.dataset ? makePasskey : usePasskey;
    form.elements.credential.value = JSON.stringify(await ceremony(await options(form)));
    form.submit();
  } catch {
    // Turned away, timed out or nothing there: the browser does not say which, and the person knows.
    problem.hidden = false;
  }
};

if (window.PublicKeyCredential) {
  document.querySelectorAll("[data-passkey-sign-in], [data-passkey]").forEach(part => { part.hidden = false; });
  document.addEventListener("submit", event => {
    const form = event.target;
    if (!form.matches("[data-passkey], [data-passkey-new], [data-passkey-sign-in] form")) return;
    event.preventDefault();
    fill(form);
  });
}
