{#
    Answer whether this parse has exactly the given views in the audit schemas of the pairs and everything else under
    prod's names (var dbt_wap_views). A naming macro that does not pass on `node` cannot do that; then the views are
    rebuilt after the exchange. Pure. A run-operation for the runner.
#}
{% macro plan_views(views, pairs, context=none) %}
    {%- set names, good = [], [] -%}
    {%- set views, pairs = dbt_wap.from_runner(views), dbt_wap.from_runner(pairs) -%}
    {%- set audits = dbt_wap.place_keys(pairs, "audit") -%}
    {%- for node in dbt_wap.selected_nodes(views) -%}
        {%- do names.append(node.fqn | join(".")) -%}
        {%- set place = dbt_wap.stored_place_of(node) -%}
        {%- if dbt_wap.schema_key(place["database"], place["schema"]) in audits -%}
            {%- do good.append(node.unique_id) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set ready = views | length == good | length -%}
    {%- set also_selected = dbt_wap.overmatched_by_selector(views) -%}
    {%- do dbt_wap.answer(context, {"ready": ready, "views": names, "also_selected": also_selected}) -%}
{% endmacro %}
