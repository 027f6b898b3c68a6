import { beforeEach, expect, test } from "vitest";
import UploadController from "../src/controllers/upload_controller";
import { get, mount } from "./mount";

beforeEach(async () => {
  await mount(
    "upload",
    UploadController,
    `<form id="form" data-controller="upload" data-upload-max-bytes-value="100"
           data-upload-accept-value=".docx,.txt"
           data-action="htmx:xhr:progress->upload#sent">
       <div id="zone" data-upload-target="zone" data-action="drop->upload#drop">
         <input id="file" type="file" data-upload-target="input" data-action="change->upload#check">
         <ul id="files" data-upload-target="files"></ul>
       </div>
       <p id="problem" data-upload-target="problem"></p>
       <progress id="bar" max="100" data-upload-target="bar" hidden></progress>
       <button id="send" data-upload-target="submit">上传</button>
     </form>`,
  );
});

function choose(name: string, size: number): void {
  const file = new File(["x".repeat(size)], name);
  Object.defineProperty(get("#file"), "files", { value: [file], configurable: true });
  get("#file").dispatchEvent(new Event("change", { bubbles: true }));
}

const canSend = () => !get<HTMLButtonElement>("#send").disabled;

test("nothing can be sent before a file is chosen", () => {
  expect(canSend()).toBe(false);
  expect(get("#problem").hidden).toBe(true);
});

test("a good file is listed and can be sent", () => {
  choose("讲话.docx", 50);

  expect(get("#files").textContent).toContain("讲话.docx");
  expect(canSend()).toBe(true);
});

test.each([
  ["讲话.docx", 101, "超过上限"],
  ["讲话.docx", 0, "空文件"],
  ["讲话.wps", 50, "可以上传：.docx、.txt"],
])("%s of %i bytes is refused in words", (name, size, words) => {
  choose(name, size);

  expect(get("#problem").textContent).toContain(words);
  expect(get("#problem").hidden).toBe(false);
  expect(canSend()).toBe(false);
});

test("two files dropped at once are refused where one is wanted", () => {
  const event = new Event("drop", { bubbles: true, cancelable: true });
  const files = [new File(["x"], "a.txt"), new File(["x"], "b.txt")];
  Object.assign(event, { dataTransfer: { files } });
  get("#zone").dispatchEvent(event);

  expect(get("#problem").textContent).toContain("一次只能上传 1 个文件");
});

test("what has been sent is shown", () => {
  const detail = { loaded: 30, total: 60, lengthComputable: true };
  get("#form").dispatchEvent(new CustomEvent("htmx:xhr:progress", { detail }));

  expect(get("#bar").hidden).toBe(false);
  expect(get<HTMLProgressElement>("#bar").value).toBe(50);
});
