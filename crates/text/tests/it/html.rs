//! HTML to safe HTML and to text.

use text::{html_to_safe, html_to_text, trim_reply};

#[test]
fn safe_keeps_the_allowed_only() {
    let html = "<style>p{}</style><p class=x style='a' onclick=b>Hej <b>du</b> <img src=x onerror=y>\
                <form><input></form><script>alert(1)</script></p>";
    assert_eq!(html_to_safe(html).trim(), "<p>Hej <b>du</b> </p>");
    assert_eq!(
        html_to_safe("<a href=\"https://a.example/?x=1&amp;y=2\" target=_blank>a</a>"),
        "<a href=\"https://a.example/?x=1&amp;y=2\" rel=\"noopener noreferrer nofollow\">a</a>"
    );
    for bad in [
        "javascript:alert(1)",
        "java&#115;cript:x",
        "data:text/html,x",
        "/relative",
        "file:///x",
        "//a.example",
    ] {
        let safe = html_to_safe(&format!("<a href=\"{bad}\">a</a>"));
        assert!(!safe.contains("href"), "{safe}");
    }
    assert!(html_to_safe("<a href=mailto:a@b.example>a</a>").contains("mailto:a@b.example"));
    assert_eq!(html_to_safe("a < b &amp; c"), "a &lt; b &amp; c");
}

#[test]
fn safe_mends_tables_and_nesting() {
    assert_eq!(
        html_to_safe("<table>x<tr><td colspan=2>a<td>b</table>"),
        "<table><tbody><tr><td>x</td></tr><tr><td colspan=\"2\">a</td><td>b</td></tr></tbody></table>"
    );
    assert_eq!(html_to_safe("<p>a<p>b<ul><li>c<li>d</ul>"), "<p>a</p><p>b</p><ul><li>c</li><li>d</li></ul>");
    assert_eq!(html_to_safe("<b><i>x</b>y</i>"), "<b><i>x</i></b>y");
    assert_eq!(html_to_safe("</div></table>a"), "a");
    let hostile = html_to_safe("<svg><style><a title=\"</style><img src=x onerror=alert(1)>\">t");
    assert!(!hostile.contains("onerror") && !hostile.contains("<img"), "{hostile}");
}

#[test]
fn text_reads_like_the_page() {
    let html = "<html><head><title>t</title><style>x</style></head><body><p>Hej&nbsp;p&aring; dig,</p>\n<p>rad\n ett\
                <br>rad tv&#229;</p><script>x()</script><ul><li>a</li><li>b</li></ul><!-- c --><table><tr><td>1</td>\
                <td>2</td></tr></table>5 < 6 &amp;&unknown; slut</body></html>";
    assert_eq!(html_to_text(html), "Hej på dig,\n\nrad ett\nrad två\n- a\n- b\n1 2\n5 < 6 &&unknown; slut");
    assert_eq!(html_to_text("<pre>a\n  b</pre>c"), "a\n  b\nc");
    assert_eq!(html_to_text("<p class=MsoNormal>a</p><p class=MsoNormal>b</p>"), "a\nb");
}

#[test]
fn an_html_reply_can_be_trimmed() {
    let html = "<div>Det fungerar nu.</div><div class=q>Den 4 dec. 2026 kl. 07:51 skrev Servicedesk:<blockquote>\
                <p>Fungerar det?</p><p>H&auml;lsningar</p></blockquote></div>";
    assert_eq!(trim_reply(&html_to_text(html), false).reply, "Det fungerar nu.");
    let outlook = "<p class=MsoNormal>Ja tack.</p><hr><p class=MsoNormal><b>Från:</b> Servicedesk<br><b>Skickat:</b> \
                   den 4 december 2026 07:51<br><b>Ämne:</b> Sv</p><p>Fungerar det?</p>";
    assert_eq!(trim_reply(&html_to_text(outlook), false).reply, "Ja tack.");
}
