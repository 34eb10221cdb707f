package dev.millrace.api.dashboard;

import dev.millrace.model.jobrunr.ToolJob;
import java.util.regex.Pattern;

/**
 * JobRunr's script as the page is given it. Where a version of JobRunr has other code, it stays as it is; tests tell.
 */
final class DashboardScript {
    /** News of JobRunr's maker, which the page asks for however it is set up: there are none. */
    private static final Pattern NEWS = Pattern.compile("fetch\\(\"https://api\\.jobrunr\\.io/[^\"]*\",\\w+\\)");

    private static final String NO_NEWS = "Promise.resolve(new Response(\"null\"))";

    /** The id above a job: that of a tool's job leads to what the API says of it, which is all that there is. */
    private static final Pattern ID = Pattern.compile(
            "(\\w+)\\.jsxs\\)\\((\\w+\\.\\w+),\\{id:\"job-id-title\",color:\"textSecondary\",children:\\[\"Job Id: \",(\\w+)\\.id]}\\)");

    private static final String LINKED_ID =
            "$1.jsxs)($2,{id:\"job-id-title\",color:\"textSecondary\",children:[\"Job Id: \","
                    + "$3.jobDetails.className===\"" + ToolJob.class.getName() + "\""
                    + "?(0,$1.jsx)(\"a\",{id:\"job-link\",href:\"/api/v1/jobs/\"+$3.id,children:$3.id}):$3.id]})";

    private DashboardScript() {}

    static String of(String script) {
        String quiet = NEWS.matcher(script).replaceAll(NO_NEWS);
        return ID.matcher(quiet).replaceAll(LINKED_ID);
    }
}
