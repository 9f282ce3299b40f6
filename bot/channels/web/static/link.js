// Shows how far an upload is. Without this script the form is posted as it stands.
const wire = () => {
  const form = document.querySelector("form"), going = form?.querySelector(".going");
  if (!form || !going) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const request = new XMLHttpRequest(), button = form.querySelector("button");
    request.open("POST", location.href);
    request.responseType = "document";
    request.upload.addEventListener("progress", ({ loaded, total }) => { going.querySelector("progress").value = total ? (100 * loaded) / total : 0; });
    request.addEventListener("load", () => show(request));
    request.addEventListener("error", () => { button.disabled = false; going.hidden = true; form.submit(); });
    button.disabled = true;
    going.hidden = false;
    request.send(new FormData(form));
  });
};
const show = (request) => {
  const next = request.response?.querySelector("main");
  if (!next) return location.reload();
  document.querySelector("main").replaceWith(document.adoptNode(next));
  if (request.responseURL) history.replaceState(null, "", request.responseURL);
  document.querySelector("main").focus();
  wire();
};
wire();
