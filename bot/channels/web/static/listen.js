// Reads a message aloud with the device's own voice: nothing leaves the device. Pressed again, it is silent.

let speaking = null;

export function toggle(button, language) {
  const again = speaking === button;
  hush();
  if (again) return;
  const said = [...button.closest(".msg").querySelectorAll(".body p:not(.who, .source)")].map((line) => line.textContent);
  const speech = new SpeechSynthesisUtterance(said.join("\n"));
  speech.lang = language;
  speech.voice = speechSynthesis.getVoices().find((voice) => voice.lang.toLowerCase().startsWith(language)) ?? null;
  speech.onend = speech.onerror = () => { if (speaking === button) hush(); };
  speaking = button;
  button.ariaPressed = "true";
  speechSynthesis.speak(speech);
}

function hush() {
  speechSynthesis.cancel();
  if (speaking) speaking.ariaPressed = "false";
  speaking = null;
}
