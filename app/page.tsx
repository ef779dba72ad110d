export default function Home() {
  return <h1>Parapet</h1>;
}
