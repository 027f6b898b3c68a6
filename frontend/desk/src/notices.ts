/** Tells a person, in the page's one live region, why a request brought nothing back. */
export function listenForFailures(root: Document): void {
  root.addEventListener("htmx:sendError", () => {
    tell(root, "网络不通，刚才的操作没有送出。请检查网络后再试。");
  });
  root.addEventListener("htmx:timeout", () => {
    tell(root, "服务器没有及时回应。请稍后刷新页面，查看操作是否已经生效。");
  });
  root.addEventListener("htmx:responseError", (event) => {
    const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
    tell(root, reasonOf(xhr.status));
  });
  root.addEventListener("htmx:beforeRequest", () => tell(root, ""));
}

/** Go to the sign-in page as a whole when a fragment came back as the sign-in page. */
export function listenForSignedOut(root: Document): void {
  root.addEventListener("htmx:beforeSwap", (event) => {
    const { detail } = event as CustomEvent<{ xhr: XMLHttpRequest; shouldSwap: boolean }>;
    const signInUrl = root.body.dataset.signInUrl;
    if (!signInUrl || !detail.xhr.responseURL) return;
    if (new URL(detail.xhr.responseURL).pathname !== signInUrl) return;
    detail.shouldSwap = false;
    const here = window.location.pathname + window.location.search;
    window.location.assign(`${signInUrl}?next=${encodeURIComponent(here)}`);
  });
}

function reasonOf(status: number): string {
  if (status === 403) return "您没有做这一步的权限，或页面打开太久。请刷新页面后再试。";
  if (status === 404) return "要找的内容不存在，或者不在您的查看范围内。";
  if (status === 409) return "内容已被他人修改。请刷新页面，看过最新内容后再试。";
  if (status === 413) return "文件太大，服务器没有接收。请压缩或拆分后再传。";
  if (status === 429) return "操作太频繁。请稍等片刻再试。";
  return "服务器出错，刚才的操作没有完成。请稍后再试；仍不行请联系系统管理员。";
}

function tell(root: Document, text: string): void {
  const place = root.getElementById("notice");
  if (!place) return;
  place.textContent = text;
  place.hidden = text === "";
}
