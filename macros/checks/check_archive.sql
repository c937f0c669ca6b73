{#
    Refuse a rollback (code stale, or interrupted if the publish did not finish) when the archive changed after the
    publish. `force` does not skip this check, because the result would be a state that prod never had. Reads only.
#}
{% macro check_archive(run, states) %}
    {%- set left, remembered = states | selectattr("swapped") | list, {} -%}
    {%- set prods = dbt_wap.place_keys(left, "prod") -%}
    {%- if run["place"] is none -%} {%- do dbt_wap._refuse_unproven(run, left) -%} {%- endif -%}
    {%- for key, entry in dbt_wap.get_fingerprints(run, "archived").items()
        if dbt_wap.schema_key(entry["database"], entry["schema"]) in prods
    -%}
        {%- do remembered.update({key: entry}) -%}
    {%- endfor -%}
    {%- set now = dbt_wap.archived_now(left) -%}
    {%- set moved = dbt_wap.compare_fingerprints(remembered, now) -%}
    {%- for key in dbt_wap.unchanged_since(moved, remembered, now, dbt_wap.relations_of(left, "old")) -%}
        {%- do moved.pop(key) -%}
    {%- endfor -%}
    {%- if moved -%}
        {%- set what = "the archive of run " ~ run["run_id"] ~ " changed after the publish" -%}
        {%- set what = what ~ ", so a rollback would not restore the previous prod: " ~ moved.values() | join("; ") -%}
        {%- if not run["events"] | selectattr("event", "equalto", "published") | list -%}
            {%- do dbt_wap.refuse(
                "rollback",
                what,
                prod="as the interrupted publish left it; see wap status",
                next="wap publish " ~ run["run_id"],
                code="interrupted",
            ) -%}
        {%- endif -%}
        {%- do dbt_wap.refuse(
            "rollback",
            what,
            prod="as published",
            next="wap rollback " ~ run["run_id"] ~ ", after you restore the archive; if you cannot: wap run",
            code="stale",
        ) -%}
    {%- endif -%}
{% endmacro %}

{% macro _refuse_unproven(run, left) %}
    {%- do dbt_wap.refuse(
        "rollback",
        dbt_wap.describe_run(run) ~ " was published by an older dbt-wap, which did not record what it archived,"
        ~ " so the archive cannot be verified",
        prod="as published",
        next="wap run; the old prod is in " ~ left | map(attribute="archive") | join(", "),
        code="stale",
    ) -%}
{% endmacro %}
