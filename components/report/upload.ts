import { ProblemBody } from "@/lib/client/contract/problem";
import { Report } from "@/lib/client/contract/report";
import { Problem, unexpected } from "@/lib/client/problem";
import { type Params, queryString } from "@/lib/client/search-params";

/**
 * Sends one file as it is. `onSent` hears the share of bytes that left, 0–1; fetch cannot tell that, so this is an
 * XMLHttpRequest. Throws Problem as `api` does.
 */
export function upload(
  file: File,
  params: Params,
  onSent: (share: number) => void,
  signal: AbortSignal,
): Promise<Report> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/v1/reports${queryString({ ...params, fileName: file.name })}`);
    request.setRequestHeader("accept", "application/json");
    if (/\.gz$/i.test(file.name)) request.setRequestHeader("content-type", "application/gzip");
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && onSent(event.loaded / event.total);
    request.onerror = () => reject(unexpected(0, "The connection broke off while sending."));
    request.onabort = () => reject(unexpected(0, "Stopped."));
    request.onload = () => {
      const report = Report.safeParse(request.response);
      if (request.status < 300 && report.success) return resolve(report.data);
      const problem = ProblemBody.safeParse(request.response);
      reject(
        problem.success
          ? new Problem(problem.data)
          : unexpected(request.status, `The server answered ${request.status}.`),
      );
    };
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}
