import { Component, type ReactNode } from "react";

interface Props {
  children: ReactNode;
}

/** Around everything: what fails before there are words is said in all of them. */
export class AppBoundary extends Component<Props, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override render() {
    return this.state.isBroken ? <BrokenStudio /> : this.props.children;
  }
}

function BrokenStudio() {
  return (
    <main className="studio-broken">
      <h1>Sempurna Studio</h1>
      <p>
        A part of Studio could not be fetched. Nothing is lost, because everything is kept by the
        server. Reload the page; if that does not help, see whether “sempurna serve” still runs.
      </p>
      <p lang="id">
        Sebagian Studio tidak dapat diambil. Tidak ada yang hilang, karena semuanya disimpan oleh
        server. Muat ulang halaman; jika tidak membantu, periksa apakah “sempurna serve” masih
        berjalan.
      </p>
      <button type="button" onClick={() => location.reload()}>
        Reload · <span lang="id">Muat ulang</span>
      </button>
    </main>
  );
}
