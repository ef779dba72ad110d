type Env = Record<string, string | undefined>;

/** The one address that people use, from PUBLIC_URL; null when the installation does not say. */
export function publicOrigin(env: Env = process.env): string | null {
  const text = env.PUBLIC_URL || env.NEXTAUTH_URL;
  if (!text) return null;
  try {
    return new URL(text).origin;
  } catch {
    return null;
  }
}
