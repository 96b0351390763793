import { failure, type Result, success } from '../../../shared/base/result.ts';

/**
 * Puts text on the clipboard through a copy event: the page has no permission for the clipboard (headers.ts), and needs none
 * while a click or key is being handled.
 */
export async function copyText(text: string): Promise<Result<null>> {
  const fill = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener('copy', fill, { capture: true });
  const copied = document.execCommand('copy');
  document.removeEventListener('copy', fill, { capture: true });
  return copied
    ? success(null)
    : failure({ code: 'clipboard-refused', message: 'The browser did not let the text be copied.' });
}
