/** Whether a URL's host is this machine: 127.0.0.0/8, ::1 or localhost. Pure. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}
