// A voice note: the first press begins, the second ends and gives the file.
let recorder = null;

export async function toggle(changed) {
  if (recorder) {
    recorder.stop();
    return null;
  }
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  recorder = new MediaRecorder(stream);
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  recorder.start();
  changed(true);
  await new Promise((resolve) => { recorder.onstop = resolve; });
  stream.getTracks().forEach((track) => track.stop());
  const type = recorder.mimeType.split(";")[0] || "audio/webm";
  recorder = null;
  changed(false);
  const file = new File(parts, `voice.${type.split("/")[1]}`, { type });
  file.voice = true;
  return file;
}
