{#
    Every view that dbt has made again in prod is the one that was audited: where the engine still has that, it is put
    back, else refused (code interrupted).
#}
{% macro restore_views(run) %}
    {%- set unlike = dbt_wap.views_not_as_audited(run) -%}
    {%- if unlike and dbt_wap.strategy_traits()["views"] == "written" -%}
        {%- do dbt_wap.restore_audited_views(run, unlike.keys() | list, "audit") -%}
        {%- set unlike = dbt_wap.views_not_as_audited(run) -%}
    {%- endif -%}
    {%- for name in unlike.values() -%}
        {%- do dbt_wap.refuse(
            "publish",
            "the view " ~ name ~ " was made from something else than was audited",
            prod="published, but that view is wrong",
            next="wap rollback " ~ run["run_id"],
            code="interrupted",
        ) -%}
    {%- endfor -%}
{% endmacro %}
